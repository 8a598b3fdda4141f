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
package io.github.camelmqttx.internal.topic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the receivers of a message among many filters.
 * <p>
 * Filters without wildcards are looked up by hash, the others in a trie of levels; results are remembered for up to
 * {@value #CACHED_TOPICS} topics (least recently used ones are forgotten first) until a filter is added or removed.
 * Topics of more than {@value #CACHED_TOPIC_CHARS} characters are not remembered, so that a broker cannot fill the
 * memory with them. Receivers are told apart by {@code equals}.
 * <p>
 * Not safe for use by several threads: confined to the serial context of its owner.
 *
 * @param <T> the receivers
 */
public final class FilterMatcher<T> {

    static final int CACHED_TOPICS = 4_096;
    static final int CACHED_TOPIC_CHARS = 1_024;

    private final Map<String, List<Registration<T>>> exact = new HashMap<>();
    private final Node<T> root = new Node<>();
    private final Map<String, List<T>> cache = new RecentTopics<>();
    private long nextOrder;
    private int size;

    private record Registration<T>(TopicFilter filter, T receiver, long order) {

        boolean is(TopicFilter otherFilter, T otherReceiver) {
            return filter.equals(otherFilter) && receiver.equals(otherReceiver);
        }
    }

    private static final class Node<T> {

        final Map<String, Node<T>> children = new HashMap<>(4);
        final List<Registration<T>> registrations = new ArrayList<>(1);

        boolean isUnused() {
            return children.isEmpty() && registrations.isEmpty();
        }
    }

    private static final class RecentTopics<T> extends LinkedHashMap<String, List<T>> {

        private static final long serialVersionUID = 1L;

        RecentTopics() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<T>> eldest) {
            return size() > CACHED_TOPICS;
        }
    }

    /**
     * Registers a receiver for a filter.
     *
     * @return false if it was registered for exactly this filter before (nothing changes then)
     */
    public boolean add(TopicFilter filter, T receiver) {
        List<Registration<T>> registrations = registrationsToChange(filter);
        for (Registration<T> registration : registrations) {
            if (registration.is(filter, receiver)) {
                return false;
            }
        }
        registrations.add(new Registration<>(filter, receiver, nextOrder++));
        size++;
        cache.clear();
        return true;
    }

    /**
     * Undoes {@link #add}.
     *
     * @return false if the receiver was not registered for exactly this filter (nothing changes then)
     */
    public boolean remove(TopicFilter filter, T receiver) {
        boolean removed = filter.hasWildcard() ? removeWildcard(filter, receiver) : removeExact(filter, receiver);
        if (removed) {
            size--;
            cache.clear();
        }
        return removed;
    }

    /**
     * The receivers with at least one filter that matches the topic, each once, in the order of their earliest
     * registration that matches. The list is immutable.
     *
     * @param topic a valid Topic Name
     */
    public List<T> match(String topic) {
        List<T> receivers = cache.get(topic);
        if (receivers == null) {
            receivers = find(topic);
            if (topic.length() <= CACHED_TOPIC_CHARS) {
                cache.put(topic, receivers);
            }
        }
        return receivers;
    }

    /** Number of registrations. */
    public int size() {
        return size;
    }

    /** Whether there is no registration. */
    public boolean isEmpty() {
        return size == 0;
    }

    int cachedTopics() {
        return cache.size();
    }

    boolean holdsNoFilter() {
        return exact.isEmpty() && root.isUnused();
    }

    private List<Registration<T>> registrationsToChange(TopicFilter filter) {
        if (!filter.hasWildcard()) {
            return exact.computeIfAbsent(filter.matchedFilter(), key -> new ArrayList<>(1));
        }
        Node<T> node = root;
        for (String level : filter.levels()) {
            node = node.children.computeIfAbsent(level, key -> new Node<>());
        }
        return node.registrations;
    }

    private boolean removeExact(TopicFilter filter, T receiver) {
        List<Registration<T>> registrations = exact.get(filter.matchedFilter());
        if (registrations == null || !registrations.removeIf(registration -> registration.is(filter, receiver))) {
            return false;
        }
        if (registrations.isEmpty()) {
            exact.remove(filter.matchedFilter());
        }
        return true;
    }

    private boolean removeWildcard(TopicFilter filter, T receiver) {
        List<String> levels = filter.levels();
        List<Node<T>> path = new ArrayList<>(levels.size() + 1);
        path.add(root);
        for (String level : levels) {
            Node<T> child = path.get(path.size() - 1).children.get(level);
            if (child == null) {
                return false;
            }
            path.add(child);
        }
        if (!path.get(levels.size()).registrations.removeIf(registration -> registration.is(filter, receiver))) {
            return false;
        }
        for (int depth = levels.size(); depth > 0 && path.get(depth).isUnused(); depth--) {
            path.get(depth - 1).children.remove(levels.get(depth - 1));
        }
        return true;
    }

    private List<T> find(String topic) {
        List<Registration<T>> found = new ArrayList<>(exact.getOrDefault(topic, List.of()));
        findWildcards(topic, found);
        if (found.size() > 1) {
            found.sort(Comparator.comparingLong(Registration::order));
        }
        Set<T> receivers = new LinkedHashSet<>();
        for (Registration<T> registration : found) {
            receivers.add(registration.receiver());
        }
        return List.copyOf(receivers);
    }

    /**
     * Goes down the trie level by level with all nodes that match so far; depth and work are bounded by the filters,
     * not the topic.
     */
    private void findWildcards(String topic, List<Registration<T>> found) {
        List<Node<T>> matching = List.of(root);
        boolean wildcardsApply = !TopicFilter.isHiddenFromWildcards(topic);
        int start = 0;
        while (!matching.isEmpty() && start <= topic.length()) {
            int end = TopicFilter.levelEnd(topic, start);
            String level = topic.substring(start, end);
            List<Node<T>> next = new ArrayList<>();
            for (Node<T> node : matching) {
                addChild(node, level, next);
                if (wildcardsApply) {
                    addChild(node, "+", next);
                    addMultiLevel(node, found);
                }
            }
            matching = next;
            wildcardsApply = true;
            start = end + 1;
        }
        for (Node<T> node : matching) {
            found.addAll(node.registrations);
            addMultiLevel(node, found);
        }
    }

    private static <T> void addChild(Node<T> node, String level, List<Node<T>> children) {
        Node<T> child = node.children.get(level);
        if (child != null) {
            children.add(child);
        }
    }

    /** Adds what is registered for {@code #} below the node. */
    private static <T> void addMultiLevel(Node<T> node, List<Registration<T>> found) {
        Node<T> multiLevel = node.children.get("#");
        if (multiLevel != null) {
            found.addAll(multiLevel.registrations);
        }
    }
}
