package onward.app.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onward.store.json.JsonFault;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML 1.2, of which JSON is a part: documents read into plain values, and written for people to edit. */
final class Yaml {
    /** Lines are not broken: a text that a person compares stays as it is. */
    private static final int WIDTH = 1_000_000;

    private Yaml() {}

    /** The documents of a text in order; those that are empty are left out. */
    static List<Map<String, Object>> read(String place, String text) {
        var settings = LoadSettings.builder()
                .setLabel(place)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .build();
        List<Map<String, Object>> documents = new ArrayList<>();
        try {
            for (Object document : new Load(settings).loadAllFromString(text)) {
                if (document != null) {
                    documents.add(object(place, document));
                }
            }
        } catch (YamlEngineException e) {
            throw new CodeFault(place + ": expected YAML, found: " + e.getMessage());
        }
        return documents;
    }

    /** By way of JSON, so that the same limits and the same numbers hold for files as for requests. */
    private static Map<String, Object> object(String place, Object document) {
        if (!(document instanceof Map<?, ?>)) {
            throw new CodeFault(place + ": expected documents like `kind: automation`, found another value.");
        }
        try {
            return Plain.object((Map<?, ?>) JsonReader.read(JsonWriter.write(document)));
        } catch (JsonFault | IllegalArgumentException | ClassCastException e) {
            throw new CodeFault(place + ": expected values that JSON has too, with texts as keys, found another: "
                    + e.getMessage());
        }
    }

    /** One document, its keys in their order. */
    static String write(Map<String, Object> document) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(WIDTH)
                .setDereferenceAliases(true)
                .setSchema(new CoreSchema())
                .build();
        return new Dump(settings).dumpToString(new LinkedHashMap<>(document));
    }
}
