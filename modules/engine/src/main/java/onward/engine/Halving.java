package onward.engine;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import onward.store.RowFault;

/** Works through a batch; when some row of it is at fault, by halves, until that one stands alone. */
final class Halving<T> {
    private final Function<List<T>, Future<Integer>> work;
    private final BiFunction<T, Throwable, Future<Void>> alone;

    /**
     * @param work does all or nothing of a batch and answers how many rows it moved
     * @param alone told of each item that fails by itself; its future is waited for
     */
    Halving(Function<List<T>, Future<Integer>> work, BiFunction<T, Throwable, Future<Void>> alone) {
        this.work = work;
        this.alone = alone;
    }

    /** The rows moved; fails when the fault is not one of the rows. */
    Future<Integer> through(List<T> items) {
        return items.isEmpty() ? Future.succeededFuture(0) : attempt(items).recover(fault -> after(fault, items));
    }

    /** After a batch failed already. */
    Future<Integer> after(Throwable fault, List<T> items) {
        if (!RowFault.is(fault) || items.isEmpty()) {
            return Future.failedFuture(fault);
        }
        if (items.size() == 1) {
            return alone.apply(items.get(0), fault).map(1);
        }
        int half = items.size() / 2;
        return through(items.subList(0, half))
                .compose(first -> through(items.subList(half, items.size())).map(second -> first + second));
    }

    private Future<Integer> attempt(List<T> items) {
        try {
            return work.apply(items);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
