package onward.flow.fact;

import java.util.List;
import java.util.function.Function;

/**
 * Either a value or the full list of problems that kept it from being made; never half of one.
 *
 * @param value the value, null exactly when there are problems
 * @param problems every problem found, empty exactly when there is a value
 */
public record Result<T>(T value, List<Problem> problems) {

    public Result {
        problems = List.copyOf(problems);
        if ((value == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("Expected a value or problems, found " + value + " and " + problems);
        }
    }

    public static <T> Result<T> of(T value) {
        return new Result<>(value, List.of());
    }

    public static <T> Result<T> failed(List<Problem> problems) {
        return new Result<>(null, problems);
    }

    public static <T> Result<T> failed(Problem problem) {
        return failed(List.of(problem));
    }

    public boolean isOk() {
        return problems.isEmpty();
    }

    public <R> Result<R> map(Function<T, R> change) {
        return isOk() ? of(change.apply(value)) : failed(problems);
    }
}
