/** Why somebody got a mail or did not: a person and an automation in, the decisions and what to do about it out. */
package onward.web.explain;
