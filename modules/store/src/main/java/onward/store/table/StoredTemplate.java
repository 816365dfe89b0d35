package onward.store.table;

/** A template with the texts of its newest version. */
public record StoredTemplate(TemplateHead head, TemplateText text) {}
