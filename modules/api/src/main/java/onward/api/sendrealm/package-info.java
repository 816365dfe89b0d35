/**
 * The second face: the Sendrealm dialect over the engine that the native face has too.
 *
 * <pre>
 *   SendrealmFace -- lists --> a resource -- reads and shows by --> DefinitionReader, DefinitionView, StepWords, FilterWords
 *                                         -- refuses by --> SendrealmErrors
 * </pre>
 */
package onward.api.sendrealm;
