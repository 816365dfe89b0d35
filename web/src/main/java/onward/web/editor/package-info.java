/**
 * The automation editor: an automation written by hand, as a graph with forms or as JSON.
 *
 * <pre>
 *   EditorPage  -> the form with the definition as JSON; all there is without script
 *   Drawings    -> asked by editor.js after every change: the picture, what is wrong and where, the branches of steps
 *   EditorForms -> saves what was sent, as the API does; what is refused comes back in the form
 * </pre>
 *
 * <p>Forms of steps are made in the browser from what the step types say of themselves ({@link
 * onward.web.editor.Offer}), so a new type needs nothing here.
 */
package onward.web.editor;
