/** Parts of the core measured by themselves, with JMH: the only room of the bench that sees what it measures. */
package onward.bench.micro;
