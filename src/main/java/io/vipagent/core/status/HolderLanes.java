package io.vipagent.core.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The picture of who held a virtual IP when, as SVG within a page: a lane for each node, a line for each full hour. */
final class HolderLanes {
    private static final int MAX_LANES = 9;
    private static final int LABEL_WIDTH = 110;
    private static final int LANE_WIDTH = 680;
    private static final int LANE_HEIGHT = 24;
    private static final int AXIS_HEIGHT = 20;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final List<HolderTimeline> stretches;
    private final Instant from;
    private final Instant to;

    /** Creates the picture from one moment to the other; a stretch that ended before it is not in it. */
    HolderLanes(List<HolderTimeline> stretches, Instant from, Instant to) {
        this.stretches = stretches.stream()
                .filter(stretch -> stretch.to().map(end -> end.isAfter(from)).orElse(true))
                .toList();
        this.from = from;
        this.to = to;
    }

    /** Writes the picture, the newest stretches first and none once {@code html} has {@code maxLength} bytes. */
    void write(Html html, int maxLength) {
        List<String> nodes = stretches.stream()
                .map(HolderTimeline::node)
                .distinct()
                .sorted()
                .limit(MAX_LANES)
                .toList();
        if (nodes.isEmpty()) {
            return;
        }
        int height = nodes.size() * LANE_HEIGHT + AXIS_HEIGHT;
        String names = String.join(", ", nodes.stream().map(Html::name).toList());
        String label = "Who held the virtual IP in the last "
                + Duration.between(from, to).toHours() + " hours: " + names;
        String box = "0 0 " + (LABEL_WIDTH + LANE_WIDTH) + " " + height;
        html.open("svg", "viewBox", box, "role", "img", "aria-label", label);
        Instant first = from.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        for (Instant hour = first; hour.isBefore(to); hour = hour.plus(1, ChronoUnit.HOURS)) {
            hour(html, hour, height);
        }
        for (int lane = 0; lane < nodes.size(); lane++) {
            String node = nodes.get(lane);
            int y = lane * LANE_HEIGHT;
            html.element("text", Html.name(node), "x", "0", "y", Integer.toString(y + 16));
            for (HolderTimeline stretch : stretches.reversed()) {
                if (stretch.node().equals(node) && html.length() < maxLength) {
                    stretch(html, stretch, y);
                }
            }
        }
        html.close("svg").line();
    }

    private void hour(Html html, Instant hour, int height) {
        String x = Integer.toString(x(hour));
        String time = HOUR.format(hour.atZone(ZoneOffset.UTC));
        html.open("line", "x1", x, "x2", x, "y1", "0", "y2", Integer.toString(height - AXIS_HEIGHT))
                .close("line")
                .element("text", time, "x", x, "y", Integer.toString(height - 4), "class", "axis");
    }

    private void stretch(Html html, HolderTimeline stretch, int y) {
        int x = x(stretch.from().isBefore(from) ? from : stretch.from());
        int end = x(stretch.to().orElse(to));
        html.open(
                        "rect",
                        "x",
                        Integer.toString(x),
                        "y",
                        Integer.toString(y + 4),
                        "width",
                        Integer.toString(Math.max(2, end - x)),
                        "height",
                        Integer.toString(LANE_HEIGHT - 8))
                .element(
                        "title",
                        Html.name(stretch.node()) + " held it from " + date(stretch.from())
                                + stretch.to().map(at -> " to " + date(at)).orElse(" on") + " UTC")
                .close("rect");
    }

    private static String date(Instant at) {
        return DATE.format(at.atZone(ZoneOffset.UTC));
    }

    private int x(Instant at) {
        double share = (double) Duration.between(from, at).toMillis()
                / Duration.between(from, to).toMillis();
        return LABEL_WIDTH + (int) Math.round(Math.clamp(share, 0, 1) * LANE_WIDTH);
    }
}
