package onward.trial.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How a world begins: its nodes, automations and people, and what will come to them. */
final class Scene {
    private static final double KNOWN_BEFORE = 0.6;

    private final World world;
    private final Dice dice;
    private final Database db;

    Scene(World world) {
        this.world = world;
        this.dice = world.dice;
        this.db = world.db;
    }

    void set() {
        for (int i = 0; i < world.odds.nodes(); i++) {
            world.nodes.add(node(i + 1));
        }
        int plans = 1 + dice.below(4);
        for (int i = 0; i < plans; i++) {
            world.add(plan(i));
        }
        var setup = new Setup(world);
        for (int person = 0; person < People.count(); person++) {
            if (dice.chance(KNOWN_BEFORE)) {
                db.contacts.insert(
                        setup.tx, person, People.contact(person, world.ids.next(db.instant()), db.instant()));
            }
        }
        for (Plan plan : world.plans) {
            db.enablements.insert(setup.tx, null, new Rows.Span(plan.number(), 0, db.now, Long.MAX_VALUE));
        }
        setup.commit();
        events();
        world.add(new Owner(world));
        world.add(new Nemesis(world));
    }

    private Node node(int number) {
        long skew = dice.chance(0.5) ? 0 : world.odds.skewMillis();
        var node = new Node(number, skew);
        node.ingest = new Ingest(world, node);
        world.add(node.ingest);
        world.add(new MatchPass(world, node));
        world.add(new RunPass(world, node));
        var renewer = new Renewer(world, node);
        world.add(renewer);
        world.add(new Courier(world, node, renewer));
        if (world.is(Mutant.M23)) {
            world.add(new Sweeper(world, node));
        }
        return node;
    }

    private Plan plan(int number) {
        List<Plan.Version> versions = new ArrayList<>(2);
        Chart first = Chart.of(dice.below(Chart.CHARTS_MAX));
        versions.add(new Plan.Version(new UUID(number, 10), first));
        versions.add(new Plan.Version(new UUID(number, 11), Chart.of(dice.below(Chart.CHARTS_MAX))));
        return new Plan(number, dice.chance(0.75) ? 0 : 1, new UUID(7, number), versions);
    }

    private void events() {
        int starts = 1 + dice.below(4);
        for (int i = 0; i < starts; i++) {
            int person = dice.chance(0.8) ? dice.below(2) : dice.below(People.count());
            long at = db.now + dice.between(0, world.odds.faultMillis() * 2 / 3);
            Plan plan = dice.oneOf(world.plans);
            String trigger = plan.versions().get(0).chart().trigger();
            int whom = plan.project() == 0 || dice.chance(0.3) ? person : People.inSecondProject(person);
            intend("start" + i, trigger, whom, at);
            int more = dice.below(3);
            for (int j = 0; j < more; j++) {
                long later = dice.chance(0.5) ? dice.between(-3, 60) : dice.between(-10_000, 30_000);
                intend("more" + i + "." + j, Chart.NAMES.get(1 + dice.below(2)), whom, Math.max(db.now, at + later));
            }
        }
    }

    private void intend(String key, String name, int person, long at) {
        var intent = new Intent(key, name, person, Intent.payload(dice.between(0, 9), dice.between(1, 2)));
        world.evidence.intents.add(intent);
        if (dice.chance(world.odds.rowFault())) {
            world.rot(key, dice.chance(0.5));
        }
        world.call(intent, at);
        if (dice.chance(0.3)) {
            world.call(intent, at + (dice.chance(0.5) ? dice.between(0, 8) : dice.between(0, 20_000)));
        }
    }

    /** What is there before time begins. */
    private static final class Setup extends Task {
        Setup(World world) {
            super(world, null, "setup");
            tx = db.begin(this);
        }

        @Override
        void commit() {
            db.contacts.rows().forEach(row -> world.know(row.draft.id(), (Integer) row.key));
            db.commit(tx);
        }

        @Override
        void step() {}

        @Override
        void failed(Mishap mishap) {}

        @Override
        String stage() {
            return "";
        }
    }
}
