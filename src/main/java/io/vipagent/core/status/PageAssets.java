package io.vipagent.core.status;

/**
 * The style and the script of the status page. Each is in the page itself, and the page's Content-Security-Policy
 * allows these very texts and no others.
 */
final class PageAssets {
    /** Colours are variables, so that a test can hold their contrast in both schemes. */
    static final String STYLE = """
            :root{color-scheme:light dark;--bg:#ffffff;--fg:#1a1a1a;--muted:#555555;--rule:#8a8a8a;--head:#f0f2f4;\
            --good:#0a6b2d;--warn:#7a4f00;--bad:#b00020;--link:#0b57d0;--bar:#0b57d0}
            @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e6e6e6;--muted:#b0b0b0;--rule:#7a7f85;--head:#22272c;\
            --good:#6fdc8c;--warn:#f1c21b;--bad:#ff9298;--link:#8ab4f8;--bar:#8ab4f8}}
            body{background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:90rem;padding:0 1rem}
            h1{font-size:1.4rem;margin:.8rem 0 .2rem}h2{font-size:1.05rem;margin:1.2rem 0 .3rem}p,ul{margin:.3rem 0}
            header{border-bottom:1px solid var(--rule);padding-bottom:.6rem}#summary{font-size:1.15rem;font-weight:600}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{color:var(--muted);text-align:left;padding:.2rem 0}
            th,td{border:1px solid var(--rule);padding:.25rem .5rem;text-align:left;vertical-align:top}thead th{background:var(--head)}
            .scroll{overflow-x:auto}.good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}td.good,td.bad{font-weight:600;white-space:nowrap}
            small,footer,.axis{color:var(--muted);fill:var(--muted)}a{color:var(--link)}
            a:focus-visible,button:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
            svg{max-width:56rem;width:100%;font-size:13px}svg text{fill:var(--fg)}svg .axis{font-size:11px;text-anchor:middle}
            svg line{stroke:var(--rule);stroke-width:.5}rect{fill:var(--bar)}
            footer{border-top:1px solid var(--rule);margin:1.2rem 0;padding-top:.4rem}nav a{margin-right:.8rem}button{font:inherit}
            @media print{button,nav{display:none}}
            """;

    /**
     * Asks for the page again every five seconds while somebody looks at it, and takes over what changed, so that
     * neither the focus nor the place is lost. Where no answer comes, it says so: an old page must not look like news.
     */
    static final String SCRIPT = """
            (()=>{const $=i=>document.getElementById(i),b=$('pause');let on=true,last=new Date();b.hidden=false;
            b.onclick=()=>{on=!on;b.textContent=on?'Pause':'Go on';b.setAttribute('aria-pressed',String(!on));};
            const put=(i,d)=>{const n=d.getElementById(i),o=$(i);if(o.textContent!==n.textContent)o.textContent=n.textContent;o.className=n.className;};
            setInterval(async()=>{if(!on||document.hidden)return;try{
            const r=await fetch('/',{headers:{Accept:'text/html'},cache:'no-store',signal:AbortSignal.timeout(4000)});if(!r.ok)throw r.status;
            const d=new DOMParser().parseFromString(await r.text(),'text/html'),n=d.getElementById('live'),f=document.activeElement.id,
            p=[...document.querySelectorAll('.scroll')].map(e=>e.scrollLeft);if(!n)throw 0;last=new Date();
            if(getSelection().isCollapsed){$('live').replaceWith(n);document.querySelectorAll('.scroll').forEach((e,i)=>e.scrollLeft=p[i]||0);
            if(f)$(f)?.focus({preventScroll:true});}
            put('summary',d);put('written',d);document.title=d.title;$('age').textContent='';
            }catch(e){$('age').textContent='No answer from this agent since '+last.toLocaleTimeString()+': what is below is old.';}},5000);})();
            """;

    private PageAssets() {}
}
