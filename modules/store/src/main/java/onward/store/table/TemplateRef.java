package onward.store.table;

import java.util.UUID;

/**
 * How a caller names a template. An id wins over an alias that looks like one.
 *
 * @param id the id that the text is, or null when it does not have the shape of one
 * @param alias the text itself
 */
public record TemplateRef(UUID id, String alias) {}
