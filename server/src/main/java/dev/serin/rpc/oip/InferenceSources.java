package dev.serin.rpc.oip;

import dev.serin.model.BatchSettings;
import dev.serin.model.VersionPool;
import dev.serin.routing.Routing;
import dev.serin.serving.Serving;
import dev.serin.status.StatusBooks;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The sources of the service's answers. All parts are thread-safe.
 *
 * @param batching how requests of a model share runs
 * @param runners how many runs may happen at a time
 * @param live whether the gateway can run models
 * @param ready whether the gateway is ready for calls
 * @param release the gateway's version
 */
public record InferenceSources(
    Serving serving,
    VersionPool pool,
    Routing routing,
    StatusBooks books,
    Function<String, BatchSettings> batching,
    int runners,
    BooleanSupplier live,
    BooleanSupplier ready,
    String release) {}
