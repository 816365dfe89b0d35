package onward.web.editor;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onward.flow.fact.Problem;
import onward.flow.graph.Blueprint;
import onward.flow.graph.Place;
import onward.store.json.JsonWriter;
import onward.web.graph.EditedGraph;
import onward.web.graph.Pictures;
import onward.web.ui.Visit;

/**
 * {@code POST /dashboard/automations/drawings}: the picture of a definition as it stands in the editor, what is wrong
 * with it and where, and where its steps lead. What is wrong is said by the reader that the API saves by. Saves nothing.
 */
public final class Drawings {
    /** How many problems one answer tells. */
    private static final int PROBLEMS_TOLD_MAX = 100;

    private final Pictures pictures;

    public Drawings(Pictures pictures) {
        this.pictures = pictures;
    }

    /**
     * Answers {@code {svg, problems: [{step, field, message, keeps_from}], steps: [{branches}]}}. A step is told by its
     * place; null where the problem is about none. {@code keeps_from} is {@code saving} or {@code enabling}; svg is null
     * where nothing can be drawn.
     */
    public Future<Void> draw(Visit visit) {
        Written written = Written.of(visit);
        var definition = written.definition();
        return definition.isOk()
                ? drawn(visit, definition.value(), written.nameProblems(definition.value()))
                : send(
                        visit,
                        null,
                        definition.problems().stream().map(Drawings::unread).toList(),
                        List.of());
    }

    private Future<Void> drawn(Visit visit, Map<String, Object> definition, List<Problem> ofName) {
        Set<Problem> severe = new HashSet<>(Blueprint.readDraft(definition).problems());
        List<Problem> problems = Blueprint.read(definition).problems();
        List<Map<String, Object>> told =
                new ArrayList<>(ofName.stream().map(Drawings::unread).toList());
        Set<Integer> unready = new HashSet<>();
        for (Problem problem : problems) {
            Integer step = step(Place.of(problem.path()), definition);
            unready.add(step);
            if (told.size() < PROBLEMS_TOLD_MAX) {
                told.add(told(problem, step, severe.contains(problem) ? "saving" : "enabling"));
            }
        }
        EditedGraph graph = EditedGraph.of(definition, unready);
        Future<String> picture = graph.drawing().nodes().isEmpty()
                ? Future.succeededFuture()
                : pictures.of("The steps of this automation", graph.drawing());
        return picture.compose(svg -> send(visit, svg, told, graph.branches()));
    }

    /** The place of the step that it belongs to; a connection belongs to the step it leaves. */
    private static Integer step(Place place, Map<String, Object> definition) {
        if (place.isStep()) {
            return place.index();
        }
        Object arrow = place.isConnection() ? item(definition, "connections", place.index()) : null;
        Object from = arrow instanceof Map<?, ?> fields ? fields.get("from") : null;
        List<?> steps = definition.get("steps") instanceof List<?> list ? list : List.of();
        for (int i = 0; from != null && i < steps.size(); i++) {
            if (steps.get(i) instanceof Map<?, ?> step && from.equals(step.get("key"))) {
                return i;
            }
        }
        return null;
    }

    private static Object item(Map<String, Object> definition, String name, int index) {
        return definition.get(name) instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }

    private static Map<String, Object> unread(Problem problem) {
        return told(problem, null, "saving");
    }

    private static Map<String, Object> told(Problem problem, Integer step, String keepsFrom) {
        Place place = Place.of(problem.path());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("step", step);
        told.put("field", place.isConnection() ? "" : place.field());
        told.put("message", problem.message());
        told.put("keeps_from", keepsFrom);
        return told;
    }

    private static Future<Void> send(
            Visit visit, String svg, List<Map<String, Object>> problems, List<List<String>> branches) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("svg", svg);
        answer.put("problems", problems);
        answer.put(
                "steps", branches.stream().map(some -> Map.of("branches", some)).toList());
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(JsonWriter.write(answer));
    }
}
