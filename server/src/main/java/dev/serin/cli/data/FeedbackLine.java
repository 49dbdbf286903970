package dev.serin.cli.data;

import dev.serin.client.Feedback;
import java.util.Optional;

/**
 * One line of a file of labels.
 *
 * @param number where the line is in the file, from 1
 * @param subject the prediction id or the request as the line has it
 * @param feedback what to send; absent if the line cannot be understood
 * @param problem why it cannot be understood, else empty
 */
record FeedbackLine(long number, String subject, Optional<Feedback> feedback, String problem) {}
