package onward.app.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param expected null when all is well
 * @param remedy what to do about it, a sentence; null when all is well
 */
record Finding(String subject, String found, String expected, String remedy) {

    static Finding well(String subject, String found) {
        return new Finding(subject, found, null, null);
    }

    static Finding wrong(String subject, String expected, String found, String remedy) {
        return new Finding(subject, found, expected, remedy);
    }

    /** One or the other. */
    static Finding of(boolean isWell, String subject, String expected, String found, String remedy) {
        return isWell ? well(subject, found) : wrong(subject, expected, found, remedy);
    }

    boolean isWell() {
        return expected == null;
    }

    String line() {
        return isWell()
                ? "ok      " + subject + ": " + found
                : "WRONG   " + subject + ": expected " + expected + ", found " + found + ". " + remedy;
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("subject", subject);
        json.put("well", isWell());
        json.put("found", found);
        json.put("expected", expected);
        json.put("remedy", remedy);
        return json;
    }
}
