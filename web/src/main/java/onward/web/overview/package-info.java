/** The first page: is everything well, what is happening, what happened last. */
package onward.web.overview;
