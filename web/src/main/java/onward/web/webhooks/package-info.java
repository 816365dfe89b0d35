/** Webhooks: the list, one with what it was told and what became of that, and everything that can be set of it. */
package onward.web.webhooks;
