package onward.bench.work;

import java.time.Duration;
import java.util.function.Consumer;
import onward.bench.house.Premises;

/**
 * What is to be measured.
 *
 * @param premises where the server is started
 * @param time of each loaded phase
 * @param connections of the driver
 * @param warmUp events before anything is measured, so that both Javas have compiled what they run
 * @param progress told what is under way
 */
public record Job(Premises premises, Duration time, int connections, int warmUp, Consumer<String> progress) {}
