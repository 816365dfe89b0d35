package onward.bus;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** Rings workers. A ring is empty, may be lost, and several in a row mean one. */
public final class Bell {
    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private final EventBus bus;

    public Bell(EventBus bus) {
        this.bus = bus;
    }

    /** Wakes every listener of the address, on every node. */
    public void ring(Address address) {
        bus.publish(address.text(), null);
    }

    /** The same on this node alone. */
    public void ringHere(Address address) {
        bus.publish(address.text(), null, HERE);
    }

    /** Says on this node what a pass committed; nothing is said of nothing. */
    public void tell(Moved moved) {
        if (!moved.changes().isEmpty()) {
            bus.publish(Address.MOVED.text(), moved, HERE);
        }
    }
}
