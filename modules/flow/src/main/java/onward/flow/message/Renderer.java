package onward.flow.message;

import java.util.Map;

/** Fills the placeholders of a text. Whoever fills one text often keeps its {@link CompiledText} instead. */
public final class Renderer {

    private Renderer() {}

    /** The text with values in place of {@code {{{KEY}}}} and {@code {{{KEY|fallback}}}}; null stays null. */
    public static String render(String text, Map<String, Object> values) {
        return text == null ? null : CompiledText.of(text).render(values);
    }
}
