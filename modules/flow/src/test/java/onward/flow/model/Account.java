package onward.flow.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What became of a scenario so far, told the same way by whoever played it.
 *
 * @param stories one a run, in the order in which runs were started
 * @param people those who were not deleted, as they are now
 * @param members of the segment
 */
public record Account(List<Story> stories, Map<UUID, Person> people, Set<UUID> members) {}
