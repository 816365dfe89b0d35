/** What all pages share: rendering on a worker, the headers they are sent with, times in words. */
package onward.web.ui;
