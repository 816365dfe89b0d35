package onward.trial.mutant;

/**
 * Other text in one file of the product.
 *
 * @param path of the file, from the checkout
 * @param find what has to be there exactly once
 * @param instead what stands there afterwards
 */
record Edit(String path, String find, String instead) {

    /** @throws DoesNotFit when the text to find is not there, or more than once */
    String applyTo(String text) {
        int at = text.indexOf(find);
        if (at < 0 || text.indexOf(find, at + 1) >= 0) {
            throw new DoesNotFit("Expected once in " + path + ", found " + (at < 0 ? "nowhere" : "more than once")
                    + ". The product changed; the patch has to follow:\n" + find);
        }
        return text.substring(0, at) + instead + text.substring(at + find.length());
    }
}
