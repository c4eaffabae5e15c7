/// Finds the services that a changed place may concern, without looking at the others.
final class PlaceIndex {
    private final class Node {
        var children: [ArraySlice<UInt8>: Node] = [:]
        /// Services that depend on this place and everything below it.
        var everything: Set<TreePath> = []
        /// Services that depend on this place's entry.
        var entry: Set<TreePath> = []
        /// Services that depend on what Ansible finds in this folder.
        var surroundings: Set<TreePath> = []

        var isEmpty: Bool { children.isEmpty && everything.isEmpty && entry.isEmpty && surroundings.isEmpty }

        func collect(into services: inout Set<TreePath>) {
            services.formUnion(everything)
            services.formUnion(entry)
            services.formUnion(surroundings)
            for child in children.values { child.collect(into: &services) }
        }
    }

    private let root = Node()

    /// The services to which a change of the entry at `path`, or of a whole folder there, may matter.
    func services(concernedBy path: TreePath) -> Set<TreePath> {
        var services: Set<TreePath> = root.everything
        var node = root
        for name in path.components {
            if AnsibleContent.contains(name) { services.formUnion(node.surroundings) }
            guard let next = node.children[name] else { return services }
            services.formUnion(next.everything)
            node = next
        }
        node.collect(into: &services)
        return services
    }

    func add(_ service: TreePath, _ dependencies: Set<Dependency>) {
        for dependency in dependencies {
            var node = root
            for name in dependency.path.components {
                let next = node.children[name] ?? Node()
                // A copy of the name: a slice would keep the whole path.
                if node.children[name] == nil { node.children[Array(name)[...]] = next }
                node = next
            }
            switch dependency {
            case .everything: node.everything.insert(service)
            case .entry: node.entry.insert(service)
            case .surroundings: node.surroundings.insert(service)
            }
        }
    }

    func remove(_ service: TreePath, _ dependencies: Set<Dependency>) {
        for dependency in dependencies { remove(service, dependency, dependency.path.components[...], from: root) }
    }

    private func remove(
        _ service: TreePath,
        _ dependency: Dependency,
        _ path: ArraySlice<ArraySlice<UInt8>>,
        from node: Node
    ) {
        if let name = path.first {
            guard let child = node.children[name] else { return }
            remove(service, dependency, path.dropFirst(), from: child)
            if child.isEmpty { node.children[name] = nil }
            return
        }
        switch dependency {
        case .everything: node.everything.remove(service)
        case .entry: node.entry.remove(service)
        case .surroundings: node.surroundings.remove(service)
        }
    }
}
