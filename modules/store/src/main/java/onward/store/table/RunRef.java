package onward.store.table;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import onward.flow.run.Run;

/** A run of a project, by its id. */
public record RunRef(UUID projectId, UUID id) {

    public static RunRef of(Run run) {
        return new RunRef(run.projectId(), run.id());
    }

    static Columns<RunRef> columns(Collection<RunRef> refs) {
        return Columns.of(List.copyOf(refs));
    }
}
