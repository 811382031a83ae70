#!/bin/sh
# {node.name}: the certificate by which the agent serves HTTP and asks the other agents. Written by vip-agent init.
# kubeadm's CA issues it for a year; vip-agent-certificate.timer runs this each month, and the agent takes the new one by
# itself. It needs OpenSSL and the CA's key, which kubeadm puts on every control-plane node.
set -eu
umask 077
pki=$\{1:-/etc/kubernetes/pki}
for file in ca.crt ca.key; do
    if ! [ -r "$pki/$file" ]; then
        echo "make-certificate.sh: $pki/$file is missing or cannot be read: without it no certificate is issued, and an old one stays" >&2
        exit 1
    fi
done
new=$(mktemp -d "$pki/.vip-agent.XXXXXX")
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$new/extensions" <<EOF
subjectAltName=DNS:{node.name},IP:{node.address}
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
EOF
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$new/key" -out "$new/csr" -subj "/CN={commonName}"
openssl x509 -req -in "$new/csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -set_serial "0x$(openssl rand -hex 16)" -days 365 \
    -extfile "$new/extensions" -out "$new/crt"
# The agent's group reads the key, and nobody else.
chown root:{#if pods}65532{#else}vip-agent{/if} "$new/key" "$new/crt"
chmod 0640 "$new/key"
chmod 0644 "$new/crt"
mv -f "$new/key" "$pki/vip-agent.key"
mv -f "$new/crt" "$pki/vip-agent.crt"
