/**
 * The operator's commands: what is in force, whether machine and database fit, the schema, the keys. None of them needs a
 * server that runs, and none of them disturbs one.
 */
package onward.app.operate;
