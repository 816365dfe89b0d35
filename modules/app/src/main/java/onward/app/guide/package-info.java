/** The reference of what an automation can be made of, written from the descriptions that the program itself reads. */
package onward.app.guide;
