/** The services of the admin port: the split and the models. */
@NullMarked
package dev.serin.rpc.admin;

import org.jspecify.annotations.NullMarked;
