package onward.flow.message;

import java.util.List;
import onward.flow.fact.Problem;

/** What keeps a template from being stored. */
public final class TemplateCheck {

    private TemplateCheck() {}

    public static List<Problem> problems(String html, String subject, String text, List<Template.Variable> variables) {
        throw new UnsupportedOperationException();
    }
}
