package onward.web.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import onward.flow.step.StepType;
import onward.flow.step.StepTypes;
import onward.flow.step.Trigger;
import onward.web.graph.Drawing.Count;
import onward.web.graph.Drawing.Edge;
import onward.web.graph.Drawing.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class GraphsTest {

    private static final Graphs GRAPHS = new Graphs();

    /** No style, no script and no id. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "class",
            "transform",
            "role",
            "tabindex",
            "href",
            "aria-label",
            "aria-hidden",
            "d",
            "x",
            "y",
            "width",
            "height",
            "rx");

    @Test
    void a_card_says_what_it_is_and_where_it_leads() throws Exception {
        Element svg = parsed(GRAPHS.svg("Graph of Trial nudge", Drawing.of(Sketches.trialNudge())));

        assertThat(svg.getAttribute("aria-label")).isEqualTo("Graph of Trial nudge");
        assertThat(texts(svg))
                .contains("Trigger", "trial.started", "Wait for event", "trial.activated, at most 3 days", "timeout");
        assertThat(heard(svg))
                .containsExactly(
                        "Trigger, start. trial.started. Leads to wait",
                        "Wait for event, wait. trial.activated, at most 3 days. Leads to nudge (timeout)",
                        "Send email, nudge. trial-nudge");
    }

    @Test
    void cards_with_a_link_are_links_and_others_can_be_focused() throws Exception {
        Drawing drawing = Drawing.of(Sketches.trialNudge());

        Element linked = parsed(GRAPHS.svg("", drawing.withLinks(key -> "/dashboard/steps/" + key)));
        Element plain = parsed(GRAPHS.svg("", drawing));

        assertThat(elements(linked, "a"))
                .extracting(a -> a.getAttribute("href"))
                .startsWith("/dashboard/steps/start");
        assertThat(elements(linked, "g")).noneMatch(g -> g.hasAttribute("tabindex"));
        assertThat(elements(plain, "a")).isEmpty();
        assertThat(elements(plain, "g"))
                .filteredOn(g -> g.hasAttribute("tabindex"))
                .hasSize(3);
    }

    @Test
    void numbers_stand_on_their_card_and_lead_where_they_say() throws Exception {
        Drawing drawing = Drawing.of(Sketches.trialNudge())
                .withCounts(Map.of(
                        "wait",
                        List.of(Count.of("entered", 1204, "/dashboard/runs?step=wait"), Count.of("failed", 3))));

        Element svg = parsed(GRAPHS.svg("", drawing));

        assertThat(texts(svg)).contains("1,204", "entered", "3", "failed");
        assertThat(elements(svg, "a"))
                .extracting(a -> a.getAttribute("href"))
                .containsExactly("/dashboard/runs?step=wait");
        assertThat(heard(svg)).anyMatch(words -> words.contains("1,204 entered, 3 failed"));
    }

    @ParameterizedTest
    @MethodSource
    void every_step_type_of_the_register_is_drawn(StepType type) throws Exception {
        Drawing drawing = Drawing.of(Sketches.read(
                List.of(
                        Sketches.step("start", "trigger", Map.of("event_name", "order.completed")),
                        Sketches.step(
                                "it",
                                type.equals(Trigger.TYPE) ? "contact_delete" : type.name(),
                                type.equals(Trigger.TYPE) ? Map.of() : type.example())),
                List.of(Sketches.arrow("start", "it", "default"))));

        Element svg = parsed(GRAPHS.svg("", drawing));

        assertThat(drawing.nodes()).allSatisfy(node -> {
            assertThat(node.title()).isNotBlank();
            assertThat(node.detail()).isNotBlank();
        });
        assertThat(heard(svg)).hasSize(2);
    }

    static List<StepType> every_step_type_of_the_register_is_drawn() {
        return StepTypes.ALL;
    }

    @Test
    void a_type_that_nobody_knows_is_drawn_by_its_name() throws Exception {
        Node node = new Node("key", "send_pigeon", Look.title("send_pigeon"), "");

        assertThat(texts(parsed(GRAPHS.svg("", new Drawing(List.of(node), List.of())))))
                .contains("Send pigeon", "key");
    }

    @ParameterizedTest
    @MethodSource
    void what_people_typed_is_text_and_nothing_else(String hostile) throws Exception {
        Node one = new Node(
                hostile, hostile, hostile, hostile, List.of(new Count(hostile, hostile, "/x")), null, State.FAILED);
        Node other = new Node("other", "", hostile, "");
        Drawing drawing = new Drawing(
                List.of(one, other), List.of(new Edge(hostile, "other", hostile, hostile, hostile, true, null)));

        String drawn = GRAPHS.svg(hostile, drawing);

        Set<String> tags = new TreeSet<>();
        Set<String> attributes = new TreeSet<>();
        elements(parsed(drawn), "*").forEach(element -> {
            tags.add(element.getTagName());
            attributes.addAll(attributeNames(element));
        });
        assertThat(tags).isSubsetOf("g", "a", "rect", "path", "text", "title");
        assertThat(attributes).isSubsetOf(ATTRIBUTES);
        assertThat(drawn).doesNotContain("<script", "]]>", "\u0000", "\u202e", "<img", "<!--");
        assertThat(elements(parsed(drawn), "text"))
                .allSatisfy(text -> assertThat(text.getTextContent().length()).isLessThan(320));
    }

    static Stream<String> what_people_typed_is_text_and_nothing_else() {
        return Stream.of(
                "\"><script>alert(1)</script>",
                "' onload='alert(1)' x='",
                "]]><!-- --><![CDATA[<script>",
                "</text></svg><img src=x>",
                "&lt;script&gt; &amp; &#0; &unknown;",
                "a\u0000b\u0001\u007f\u0085\ud800x\udc00\uffff\ufffe",
                "x".repeat(10_000),
                "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66".repeat(200),
                "a\u0301".repeat(5_000),
                "\u0301".repeat(10_000),
                "\u202eevil\u202c \u2066x\u2069",
                "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd \u0645\u0631\u062d\u0628\u0627",
                "\n\t \r\n line",
                "   ");
    }

    @Test
    void a_text_that_is_too_long_is_cut_and_told_in_full_beside() throws Exception {
        String template = "a-template-with-a-name-that-no-card-has-room-for";
        Element svg = parsed(GRAPHS.svg("", new Drawing(List.of(new Node("k", "x", "X", template)), List.of())));

        assertThat(texts(svg)).noneMatch(text -> text.equals(template)).anyMatch(text -> text.matches("a-template.*…"));
        assertThat(elements(svg, "title"))
                .anyMatch(title -> title.getTextContent().contains(template));
    }

    @Test
    void pictures_are_letters_that_are_never_cut_in_two() {
        String family = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";

        String cut = Lettering.DETAIL.cut(family.repeat(50), 100);

        assertThat(cut.replace(family, "")).isEqualTo("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "//elsewhere.example", "/\\elsewhere.example", "https://x", "", " /x", "x"
            })
    void links_lead_nowhere_but_to_this_server(String href) {
        assertThatThrownBy(() -> new Node("k", "t", "T", "").withHref(href)).hasMessageContaining("link");
        assertThatThrownBy(() -> Count.of("failed", 1, href)).hasMessageContaining("link");
    }

    @Test
    void edges_lead_between_nodes_that_there_are() {
        List<Node> nodes = List.of(new Node("a", "t", "T", ""));

        assertThatThrownBy(() -> new Drawing(nodes, List.of(new Edge("a", "b", "", ""))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Drawing(List.of(nodes.get(0), nodes.get(0)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_style_that_is_named_is_in_the_stylesheet() throws Exception {
        List<Node> nodes = new ArrayList<>();
        for (State state : State.values()) {
            for (Look look : Look.values()) {
                nodes.add(new Node(state + "-" + look, look.name(), "T", "D", List.of(Count.of("a", 1)), null, state));
            }
        }
        Edge edge = new Edge(nodes.get(0).key(), nodes.get(1).key(), "b", "b").taken("total 1");

        Element svg = parsed(GRAPHS.svg("", new Drawing(nodes, List.of(edge))));

        String styles = stylesheet();
        elements(svg, "*")
                .forEach(element -> Stream.of(element.getAttribute("class").split(" "))
                        .filter(name -> !name.isEmpty() && !name.equals("graph-node"))
                        .forEach(name -> assertThat(styles).contains("." + name)));
        assertThat(styles).contains("prefers-reduced-motion", "forced-colors");
    }

    private static String stylesheet() throws IOException {
        try (InputStream file = GraphsTest.class.getResourceAsStream("/onward/assets/graph.css")) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> elements(Element svg, String tag) {
        NodeList found = svg.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static List<String> attributeNames(Element element) {
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(i -> element.getAttributes().item(i).getNodeName())
                .toList();
    }

    private static List<String> texts(Element svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<String> heard(Element svg) {
        return elements(svg, "*").stream()
                .filter(element -> element.getAttribute("class").equals("graph-card"))
                .map(element -> element.getAttribute("aria-label"))
                .toList();
    }
}
