package onward.web.settings;

import io.vertx.core.Future;
import java.util.List;
import onward.web.ui.House;
import onward.web.ui.Shown;
import onward.web.ui.Visit;

/** {@code GET /dashboard/settings}: every setting with what is in force and where it came from. They change with a restart. */
public final class SettingsPage {
    private final List<House.Setting> settings;

    public SettingsPage(House house) {
        this.settings = house.settings();
    }

    /** @param all every setting, in the order an operator meets them */
    public record View(List<House.Setting> all) {}

    public Future<Shown> show(Visit visit) {
        return Future.succeededFuture(new Shown("settings", "settings", new View(settings)));
    }
}
