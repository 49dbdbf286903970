package dev.serin.cli.data;

import dev.serin.client.Feedback;
import java.util.Optional;

/**
 * One line of a file of labels.
 *
 * @param number of the line in the file, from 1
 * @param subject the prediction id or the request id, as written
 * @param feedback to send; absent if the line is invalid
 * @param problem why the line is invalid, else empty
 */
record FeedbackLine(long number, String subject, Optional<Feedback> feedback, String problem) {}
