/** The first page: the newest runs, who they are about and what they are doing. */
package onward.web.runs;
