/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.examples.quickstart;

import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the user sees: lines about what happens and, below them, a table that is painted again and again; without a
 * terminal a line of figures per second instead.
 * <p>
 * Safe for use by several threads.
 */
final class Screen {

    private static final String ROW = "%-9s %-24s %-13s %9s %9s %10s %11s %6s%n";

    private final PrintStream out;
    private final boolean repaints;
    private final long start = System.nanoTime();
    private final Ledger ledger;
    private final Sessions sessions;
    private final Plant plant;
    private final List<String> lines = new ArrayList<>();
    private int painted;

    /** @param plain whether to do without a table even on a terminal */
    Screen(PrintStream out, boolean plain, Ledger ledger, Sessions sessions, Plant plant) {
        this.out = out;
        this.repaints = !plain && isTerminal();
        this.ledger = ledger;
        this.sessions = sessions;
        this.plant = plant;
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // From JDK 22 on there is a console without a terminal too.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    long repaintMillis() {
        return repaints ? 250 : 1000;
    }

    /** A line that stays. */
    synchronized void say(String text) {
        String line = String.format(Locale.ROOT, "%4.1f s  %s", elapsedSeconds(), text);
        if (repaints) {
            lines.add(line);
            repaint();
        } else {
            out.println(line);
            out.flush();
        }
    }

    /** Shows the figures as they are now. */
    synchronized void refresh() {
        if (repaints) {
            repaint();
        } else {
            out.println(summaryLine());
            out.flush();
        }
    }

    private void repaint() {
        StringBuilder text = new StringBuilder();
        if (painted > 0) {
            text.append("\033[").append(painted).append('A').append("\r\033[J");
        }
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        lines.clear();
        String table = table();
        painted = (int) table.lines().count();
        out.print(text.append(table));
        out.flush();
    }

    /** The table at the end. */
    synchronized void finish() {
        if (repaints) {
            repaint();
        } else {
            out.print(table());
        }
        out.flush();
        painted = 0;
    }

    /** Text below everything else. */
    synchronized void print(String text) {
        out.println(text);
        out.flush();
    }

    private String table() {
        StringBuilder text = new StringBuilder(System.lineSeparator());
        text.append(String.format(
                Locale.ROOT, ROW, "session", "broker", "state", "sent", "received", "in flight", "duplicates", "lost"));
        for (Role role : Role.values()) {
            String broker = sessions.broker(role);
            text.append(row(role.label(), broker == null ? "-" : broker, sessions.state(role), ledger.receivedBy(role),
                    ledger.sentBy(role)));
        }
        Figures total = ledger.total();
        text.append(row("total", "", "", total.received(), total));
        return text.append("average over 2 s:  ").append(plant.averages()).append(System.lineSeparator()).toString();
    }

    private static String row(String session, String broker, String state, long received, Figures figures) {
        return String.format(Locale.ROOT, ROW, session, broker, state, figures.sent(), received, figures.inFlight(),
                figures.duplicates(), figures.lost());
    }

    private String summaryLine() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%4.1f s  ", elapsedSeconds()));
        for (Role role : Role.values()) {
            String broker = sessions.broker(role);
            text.append(role.label()).append(' ').append(sessions.state(role)).append(broker == null ? "" : " to " + broker)
                    .append(", ");
        }
        return text.append(counts(ledger.total())).toString();
    }

    static String counts(Figures figures) {
        return String.format(Locale.ROOT, "sent %d, received %d, in flight %d, duplicates %d, lost %d", figures.sent(),
                figures.received(), figures.inFlight(), figures.duplicates(), figures.lost());
    }

    private double elapsedSeconds() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
    }
}
