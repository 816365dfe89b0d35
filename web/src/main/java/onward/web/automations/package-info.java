/** Automations: the list, and one with where its runs are, its versions and its definition. */
package onward.web.automations;
