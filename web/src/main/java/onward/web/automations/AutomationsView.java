package onward.web.automations;

import java.util.List;

/** @param older where the next older page is; null on the last. {@code newest} is null on the first */
public record AutomationsView(List<AutomationRow> rows, String older, String newest, int counted) {}
