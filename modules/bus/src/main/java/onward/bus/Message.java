package onward.bus;

/** An immutable record that travels between rooms by reference, through {@link LocalCodec}. */
public interface Message {}
