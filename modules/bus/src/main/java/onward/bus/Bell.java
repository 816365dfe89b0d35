package onward.bus;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** Rings workers. A ring is empty, may be lost, and several in a row mean one. */
public final class Bell {
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
        bus.publish(address.text(), null, new DeliveryOptions().setLocalOnly(true));
    }
}
