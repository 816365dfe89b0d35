/**
 * {@code onward doctor}: looks at machine, settings and database, and says what is wrong and how to mend it.
 *
 * <pre>
 *   DoctorCommand      asks the three, tells each finding in a line
 *     MachineFindings    ports, disk, files, the mail server
 *     DatabaseFindings   what the database says of itself, its schema, what is sealed in it
 *       Finding          what was found, what was expected, what to do
 * </pre>
 */
package onward.app.doctor;
