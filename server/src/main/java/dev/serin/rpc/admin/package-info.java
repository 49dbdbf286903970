/** The services of the admin port: splits, models and rollouts. */
@NullMarked
package dev.serin.rpc.admin;

import org.jspecify.annotations.NullMarked;
