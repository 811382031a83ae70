package io.vipagent.agent;

import com.cronutils.model.Cron;
import com.cronutils.parser.CronParser;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Leaves cron expressions out of the native image: Quarkus' scheduler can read them, and what this program schedules
 * has none.
 */
@TargetClass(CronParser.class)
final class CronParserSubstitution {
    @Substitute
    public Cron parse(String expression) {
        throw new UnsupportedOperationException("no cron expressions: " + expression);
    }
}
