/** Who belongs together: segments that contacts are in, topics that they hear of. */
package onward.web.audiences;
