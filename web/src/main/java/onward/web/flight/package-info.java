/** Runs that live on older versions of an automation: where they are, and what is to become of them. */
package onward.web.flight;
