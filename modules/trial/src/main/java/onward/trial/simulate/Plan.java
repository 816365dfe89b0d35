package onward.trial.simulate;

import java.util.List;
import java.util.UUID;

/**
 * An automation of one world, with the versions that it has in the course of it.
 *
 * @param project 0 or 1
 */
record Plan(int number, int project, UUID id, List<Version> versions) {

    record Version(UUID id, Chart chart) {}

    Version version(UUID versionId) {
        for (Version version : versions) {
            if (version.id().equals(versionId)) {
                return version;
            }
        }
        throw new IllegalStateException("Expected a version of automation " + number + ", found " + versionId);
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }
}
