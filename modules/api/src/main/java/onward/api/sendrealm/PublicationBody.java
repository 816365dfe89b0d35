package onward.api.sendrealm;

import java.util.List;
import java.util.Map;
import onward.api.Fields;
import onward.store.table.Publications.Edit;

/** Reads what a caller says a draft is to be. */
final class PublicationBody {
    private static final int DESCRIPTION_CHARS_MAX = 2_000;

    private PublicationBody() {}

    static Edit ofNew(Fields fields) {
        Edit edit = read(fields, fields.string("name", 1, Fields.NAME_CHARS_MAX));
        return edit.draft() != null
                ? edit
                : new Edit(
                        edit.name(),
                        true,
                        edit.description(),
                        true,
                        edit.editorLayout(),
                        Map.of("steps", List.of(), "connections", List.of()));
    }

    static Edit ofUpdate(Fields fields) {
        return read(fields, fields.optionalString("name", 1, Fields.NAME_CHARS_MAX));
    }

    private static Edit read(Fields fields, String name) {
        String description = fields.optionalString("description", 0, DESCRIPTION_CHARS_MAX);
        Map<String, Object> layout = fields.optionalMap("editor_layout");
        Map<String, Object> draft = DefinitionReader.read(fields);
        fields.check();
        return new Edit(
                name, fields.isGiven("description"), description, fields.isGiven("editor_layout"), layout, draft);
    }
}
