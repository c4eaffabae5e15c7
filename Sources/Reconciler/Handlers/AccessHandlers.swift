package import Domain

extension CommandHandlers {
    package func handle(_ command: CreateUser) async throws -> Committed<User> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard try transaction.users.find(name: command.name) == nil else { throw Refusal.nameTaken(command.name) }
            let id = try transaction.nextIdentifier(User.self)
            let user = User(id: id, name: command.name, password: command.password, created: now)
            try transaction.save(user)
            try transaction.record(.userCreated(UserCreated(user: user)))
            return user
        }
    }

    package func handle(_ command: UpdateUser) async throws -> Committed<User> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            var user = try transaction.users.required(command.name)
            user.change(command.password, at: now)
            try transaction.save(user)
            try transaction.record(.userUpdated(UserUpdated(user: user)))
            return user
        }
    }

    package func handle(_ command: DeleteUser) async throws -> Committed<User> {
        try await unitOfWork.perform { transaction in
            let user = try transaction.users.required(command.name)
            try transaction.delete(user.id)
            try transaction.record(.userDeleted(UserDeleted(user: user)))
            return user
        }
    }
}

extension UserReading {
    fileprivate func required(_ name: UserName) throws -> User {
        guard let user = try find(name: name) else { throw Refusal.unknownUser(name) }
        return user
    }
}
