/** How often what happened, as charts and tables: the page of an automation's metrics, and charts for other pages. */
package onward.web.metrics;
