package io.vipagent.bench;

import java.util.ArrayList;
import java.util.List;

/** What was promised, beside what was measured: to be read, not asserted, since machines differ. */
final class Budgets {
    private record Budget(String what, double measured, double most, String unit) {
        String met() {
            if (Double.isNaN(measured)) {
                return "not measured";
            }
            return measured <= most ? "yes" : "**no**";
        }
    }

    private final List<Budget> budgets = new ArrayList<>();

    /** {@code measured} shall be at most {@code most}. */
    Budgets atMost(String what, double measured, double most, String unit) {
        budgets.add(new Budget(what, measured, most, unit));
        return this;
    }

    @Override
    public String toString() {
        Table table = new Table("budget", "at most", "measured", "met?");
        for (Budget budget : budgets) {
            String unit = budget.unit().isEmpty() ? "" : " " + budget.unit();
            table.row(
                    budget.what(),
                    Table.number(budget.most()) + unit,
                    Table.number(budget.measured()) + unit,
                    budget.met());
        }
        return table.toString();
    }
}
