package onward.trial.mutant;

/**
 * Other text in one file of the product.
 *
 * @param path of the file, from the checkout
 * @param find what has to be there exactly once; empty for a file that is new
 * @param instead what stands there afterwards
 */
record Edit(String path, String find, String instead) {

    boolean isNewFile() {
        return find.isEmpty();
    }

    /** @throws DoesNotFit when the text to find is not there, or more than once */
    String applyTo(String text) {
        if (isNewFile()) {
            return instead;
        }
        int at = text.indexOf(find);
        if (at < 0 || text.indexOf(find, at + 1) >= 0) {
            throw new DoesNotFit("Expected once in " + path + ", found " + (at < 0 ? "nowhere" : "more than once")
                    + ". The product changed; the patch has to follow:\n" + find);
        }
        return text.substring(0, at) + instead + text.substring(at + find.length());
    }
}
